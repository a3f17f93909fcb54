// TandemTraining: see ARCHITECTURE.md
