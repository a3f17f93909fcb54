// TandemWorkflow: see ARCHITECTURE.md
