// TandemWeb: see ARCHITECTURE.md
