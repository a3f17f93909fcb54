// TandemTabular: see ARCHITECTURE.md
