"use strict";
(() => {
  const folded = () => [...document.querySelectorAll("#fix details")];
  const button = document.getElementById("open-all");
  if (button) {
    button.addEventListener("click", () => {
      const open = folded().some((d) => !d.open);
      folded().forEach((d) => { d.open = open; });
      button.textContent = open ? "Close all evidence" : "Open all evidence";
    });
  }
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.classList.contains("finding")) {
      target.querySelector("details").open = true;
    }
  };
  addEventListener("hashchange", unfold);
  unfold();
  for (const input of document.querySelectorAll("input.filter")) {
    const rows = [...input.closest("details").querySelectorAll("tbody tr")];
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("#fix details:not([open]), #declared details:not([open])")];
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));
})();
