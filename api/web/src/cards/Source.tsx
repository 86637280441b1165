import { nameOf } from "../format";
import { words } from "../words";

/** Where it comes from and when it was last checked: on every card about a service. */
export function Source({ data }: { data: Record<string, unknown> }) {
  const source = nameOf(data.source);
  const checked = typeof data.checked_on === "string" ? data.checked_on : "";
  if (!source && !checked) return null;
  return (
    <p className="source">
      {source && `${words.source}${source}`}
      {source && checked && " · "}
      {checked && `${words.checkedOn}${checked}`}
    </p>
  );
}
