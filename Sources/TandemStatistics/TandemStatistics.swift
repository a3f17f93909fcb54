// TandemStatistics: see ARCHITECTURE.md
