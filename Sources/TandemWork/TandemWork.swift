// TandemWork: see ARCHITECTURE.md
