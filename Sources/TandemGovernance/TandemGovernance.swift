// TandemGovernance: see ARCHITECTURE.md
