// Before the first paint: the chosen theme, or none, which follows the system.
try {
  const theme = localStorage.getItem("midcycle.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system decides.
}
