// TandemRegistry: see ARCHITECTURE.md
