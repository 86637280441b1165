"""Whether a service document may be shown to people: cross-field rules and completeness, as findings.

    validate(service, context, profile=None) -> list[Finding]      errors first
    errors(findings), warnings(findings)

Rules are of standards for 实施清单 (GB/T 39554 family, as provincial checkers apply it) and of 一次性告知. Their
severities and Chinese messages are data (knowledge/data/validation.yml, read by knowledge.importers.rulebook); what
they look at is code here. Two profiles: a `native` service answers for all of them, an `imported` one for its name,
place, source and references only; everything else is a warning there and shows as 未登记.
"""

from knowledge.validation.book import RuleBook, RuleText
from knowledge.validation.checking import RULES, errors, validate, warnings
from knowledge.validation.finding import Breach, Context, Finding

__all__ = ["RULES", "Breach", "Context", "Finding", "RuleBook", "RuleText", "errors", "validate", "warnings"]
