/** Pieces several cards share. */
import type { ReactNode } from "react";
import { addressOf, evidenceDetail, isSpared, nameOf } from "../format";
import type { Evidence, Office } from "../types";
import { words } from "../words";

const SHORT = 45;

/** The complete plain answer: its first line stands out, for it is the answer (unless it is too long to shout). */
export function PlainText({ text }: { text: string }) {
  const [first = "", ...rest] = text.trim().split("\n");
  const more = rest.join("\n").trim();
  return (
    <>
      <p className={first.length <= SHORT ? "lead" : undefined}>{first}</p>
      {more && <p className="plain">{more}</p>}
    </>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export function Rows({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Bullets({ items }: { items: ReactNode[] }) {
  return (
    <ul className="bullets">
      {items.map((item, i) => (
        <li key={i}>{item}</li>
      ))}
    </ul>
  );
}

/** A number one can tap to call. */
export function Phone({ number }: { number: string }) {
  const digits = number.replace(/[^\d+]/g, "");
  return digits.length >= 3 && digits.length <= 14 ? <a href={`tel:${digits}`}>{number}</a> : <>{number}</>;
}

export function Where({ office }: { office: Office | string | undefined }) {
  const address = addressOf(office);
  return (
    <>
      {nameOf(office)}
      {address && <span className="small">{address}</span>}
    </>
  );
}

/** One paper. On a personal list what is spared is struck; in a guide it only may be spared. Both say why. */
export function EvidenceLine({ evidence, personal = true }: { evidence: Evidence; personal?: boolean }) {
  const detail = evidence.bring === false ? words.assessment.onSite : evidenceDetail(evidence);
  if (personal && isSpared(evidence)) {
    return (
      <>
        <s>{nameOf(evidence)}</s> <b className="spared">{words.assessment.spared}</b>
        {evidence.exempt_reason && <span className="small">{evidence.exempt_reason}</span>}
      </>
    );
  }
  return (
    <>
      <b>{nameOf(evidence)}</b>
      {isSpared(evidence) && <span className="small spared">{[words.guide.mayBeSpared, evidence.exempt_reason].filter(Boolean).join("：")}</span>}
      {detail && <span className="small">{detail}</span>}
      {evidence.needed_when_text && <span className="small">{evidence.needed_when_text}</span>}
      {evidence.ask_counter && <span className="small">{words.guide.askCounter}</span>}
      {evidence.note && <span className="small">{evidence.note}</span>}
    </>
  );
}
