// TandemSQLite: see ARCHITECTURE.md
