// TandemLabeling: see ARCHITECTURE.md
