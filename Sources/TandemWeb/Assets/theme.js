// Runs before the first paint so that a chosen theme does not flash. Without a choice the system's wish decides.
try {
  const theme = localStorage.getItem("tandem-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's wish decides.
}
