// TandemModeling: see ARCHITECTURE.md
