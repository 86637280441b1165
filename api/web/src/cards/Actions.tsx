import { useState } from "react";
import type { Action } from "../types";
import { useTalk } from "../view/Talk";
import { words } from "../words";

/** Only addresses that a link may have: our own paths, web pages, phone numbers. */
export function isSafe(url: string): boolean {
  return /^(https?:\/\/|tel:|\/(?!\/))/i.test(url);
}

export function Actions({ actions }: { actions: Action[] }) {
  const { say } = useTalk();
  const shown = actions.filter((action) => action.value !== undefined || (action.url && isSafe(action.url)));
  if (shown.length === 0) return null;
  return (
    <div className="actions" role="group" aria-label={words.actionsName}>
      {shown.map((action, i) => {
        const { label, value, url } = action;
        if (value !== undefined) {
          return (
            <button key={i} type="button" onClick={() => say(value, label)}>
              {label}
            </button>
          );
        }
        if (url!.startsWith("/#")) return <Share key={i} url={url!} label={label} />;
        return url!.startsWith("/api/") ? <Download key={i} url={url!} label={label} /> : <Link key={i} url={url!} label={label} />;
      })}
    </div>
  );
}

function Link({ url, label }: { url: string; label: string }) {
  const outside = !url.startsWith("tel:");
  return (
    <a className="button" href={url} {...(outside ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
      {label}
    </a>
  );
}

/** The case goes on as a link; what it carries stands after the #, which no browser sends anywhere. */
function Share({ url, label }: { url: string; label: string }) {
  const [link, setLink] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);

  async function share(): Promise<void> {
    const whole = new URL(url, window.location.origin).href;
    setLink(whole);
    try {
      if (navigator.share) await navigator.share({ title: words.share.title, url: whole });
      else {
        await navigator.clipboard.writeText(whole);
        setCopied(true);
      }
    } catch {
      // Refused or not to be had: the link itself is shown below and can be copied by hand.
    }
  }

  return (
    <>
      <button type="button" onClick={() => void share()}>
        {label}
      </button>
      {link && (
        <span className="shared" role="status">
          {copied ? words.share.copied : words.share.byHand}
          <input readOnly value={link} aria-label={words.share.link} onFocus={(event) => event.target.select()} />
          <span className="small">{words.share.private}</span>
        </span>
      )}
    </>
  );
}

/** A file behind the session token: a plain link could not carry it. */
export function Download({ url, label }: { url: string; label: string }) {
  const { download } = useTalk();
  const [problem, setProblem] = useState<string | null>(null);

  async function fetchIt(): Promise<void> {
    setProblem(null);
    try {
      await download(url);
    } catch (trouble) {
      setProblem(trouble instanceof Error && trouble.message ? trouble.message : words.downloadFailed);
    }
  }

  return (
    <>
      <button type="button" onClick={() => void fetchIt()}>
        {label}
      </button>
      {problem && (
        <span className="failure" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
