// TandemNumerics: see ARCHITECTURE.md
