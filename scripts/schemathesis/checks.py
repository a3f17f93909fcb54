"""A check of our own: what fits the description must not be refused by the checks that the description is printed from.

Tandem answers 400 both when a request does not fit its schema and when it fits but the project cannot take it (a label
that the project does not have, a deadline in the past); the stable code tells the two apart. schemathesis' own
positive_data_acceptance knows status codes alone, so 400 is allowed there and looked at here.
"""
import schemathesis

BY_SCHEMA = {
    "body_invalid", "json_invalid", "query_invalid", "query_unknown", "query_repeated", "idempotency_key_invalid",
    "if_match_missing", "request_invalid", "form_invalid",
}


@schemathesis.check
def described_data_is_not_refused_as_malformed(ctx, response, case):
    meta = case.meta
    if response.status_code != 400 or meta is None or not meta.generation.mode.is_positive:
        return
    code = response.json().get("code")
    assert code not in BY_SCHEMA, f"data that fits the description was refused as malformed: {response.text[:500]}"
