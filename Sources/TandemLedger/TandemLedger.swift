// TandemLedger: see ARCHITECTURE.md
