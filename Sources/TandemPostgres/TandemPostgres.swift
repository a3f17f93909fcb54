// TandemPostgres: see ARCHITECTURE.md
