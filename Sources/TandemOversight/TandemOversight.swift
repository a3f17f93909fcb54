// TandemOversight: see ARCHITECTURE.md
