/** What every bubble and card may do: say something, download a file, know the reading mode. */
import { createContext, useContext } from "react";

export interface Talk {
  say: (value: string, label?: string) => void;
  download: (url: string) => Promise<void>;
  elder: boolean;
}

const TalkContext = createContext<Talk | null>(null);
export const TalkProvider = TalkContext.Provider;

export function useTalk(): Talk {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error("useTalk outside of TalkProvider");
  return talk;
}
