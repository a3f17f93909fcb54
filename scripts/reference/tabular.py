"""Golden values for TandemTabular: scikit-learn's TfidfVectorizer and StandardScaler.

Run: python3 scripts/reference/tabular.py   (see requirements-models.txt)
"""
import json
import pathlib

from sklearn.feature_extraction.text import TfidfVectorizer

FIXTURES = pathlib.Path(__file__).parents[2] / "Tests/TandemTabularTests/Fixtures"

TEXTS = [
    "Free prize! Call now to claim your FREE prize, free_entry 2024",
    "I'll call you later, the meeting is at 10am",
    "Straße und Ärger: die STRASSE ist frei — call 0800",
    "ΑΒΓ Ωmega, Привет мир и привет снова",
    "日本語 テキスト と 日本語",
    "",
    "a b c !!",
    "claim your prize now now now",
    "the meeting is about the prize",
    "call me. Call me? call ME!",
]
UNSEEN = ["call the free prize line now", "nothing known hereabouts", "", "Привет, the STRASSE call call"]


def case(**settings):
    vectorizer = TfidfVectorizer(lowercase=True, norm="l2", smooth_idf=True, **settings)
    fitted = vectorizer.fit_transform(TEXTS).toarray()
    return {
        "longest": settings["ngram_range"][1],
        "minimum": settings["min_df"],
        "maximum": settings.get("max_features") or 1000000,
        "sublinear": settings["sublinear_tf"],
        "terms": vectorizer.get_feature_names_out().tolist(),
        "idf": vectorizer.idf_.tolist(),
        "training": fitted.tolist(),
        "unseen": vectorizer.transform(UNSEEN).toarray().tolist(),
    }


def main():
    cases = [
        case(ngram_range=(1, 2), min_df=1, sublinear_tf=True),
        case(ngram_range=(1, 1), min_df=1, sublinear_tf=False),
        case(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        case(ngram_range=(1, 2), min_df=1, sublinear_tf=True, max_features=3),
    ]
    FIXTURES.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"texts": TEXTS, "unseen": UNSEEN, "cases": cases}, ensure_ascii=False, separators=(",", ":"))
    (FIXTURES / "tfidf.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
