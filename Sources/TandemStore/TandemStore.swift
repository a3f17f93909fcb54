// TandemStore: see ARCHITECTURE.md
