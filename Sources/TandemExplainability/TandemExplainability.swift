// TandemExplainability: see ARCHITECTURE.md
