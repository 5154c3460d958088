import "./look/fonts.css";
import "./look/tokens.css";
import "./look/icons.css";
import "./look/components.css";
import "./look/dialog.css";
import "./meetup/page-shell.css";
import "./home/home-page.css";
import "./agenda/agenda-page.css";
import "./agenda/propose-box.css";
import "./agenda/list-tools.css";
import "./agenda/topic-list.css";
import "./agenda/one-at-a-time.css";
import "./meetup/profile-form.css";
import "./agenda/about-meetup.css";
import "./agenda/topic-detail.css";
import "./schedule/schedule-page.css";
import "./side-groups/side-groups-page.css";
import "./midcycle-app.ts";

// Kept on the device since the last visit, it is here before the first heading is: that doesn't change its look then.
if ("serviceWorker" in navigator && navigator.serviceWorker.controller)
  void document.fonts.load("680 1em 'Bricolage Grotesque Variable'");

// Once the page stands: what is kept for later must not hold up what is wanted now.
if (import.meta.env.PROD)
  addEventListener("load", () =>
    requestIdleCallback(
      () =>
        void import("./offline/register.ts")
          .then(({ workOffline }) => workOffline())
          // Then pages need the network, as before.
          .catch(() => undefined),
      { timeout: 5000 },
    ),
  );
