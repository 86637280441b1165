import { words } from "../words";

export function Header({ elder, onElder }: { elder: boolean; onElder: () => void }) {
  return (
    <header className="bar">
      <h1>{words.title}</h1>
      <button
        type="button"
        className="elder-switch"
        aria-pressed={elder}
        title={elder ? words.elderOffHint : words.elderOnHint}
        onClick={onElder}
      >
        {elder ? words.elderOff : words.elderOn}
      </button>
    </header>
  );
}
