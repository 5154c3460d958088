// Before the first paint: the chosen theme, or none, which follows the system.
try {
  const theme = localStorage.getItem("midcycle.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    // For what is painted before the style sheets come.
    document.querySelector('meta[name="color-scheme"]').content = theme;
  }
} catch {
  // Without storage the system decides.
}
