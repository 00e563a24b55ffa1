// light up a claim's marks and its note together; "/" goes to the search field, j and k to the next and the last claim
"use strict";

const numbers = (element) => (element?.dataset.claims ?? "").split(" ").filter(Boolean);

function light(wanted) {
  for (const element of document.querySelectorAll("[data-claims]")) {
    element.classList.toggle("lit", numbers(element).some((number) => wanted.includes(number)));
  }
  const note = wanted.length && document.getElementById(`note-${wanted[0]}`);
  if (note) note.scrollIntoView({ block: "nearest" });
}

for (const event of ["mouseover", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    const found = numbers(target.closest("[data-claims]"));
    if (found.length) light(found);
  });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const claims = [...document.querySelectorAll(".claim .words a")];
  const here = claims.indexOf(document.activeElement);
  if (event.key === "/") document.querySelector("input[type=search]")?.focus();
  else if (event.key === "j") claims[Math.min(here + 1, claims.length - 1)]?.focus();
  else if (event.key === "k") claims[Math.max(here - 1, 0)]?.focus();
  else return;
  event.preventDefault();
});

// on a telephone the answer comes before the filters
const filters = document.querySelector(".filters");
if (filters && matchMedia("(max-width: 56rem)").matches) filters.open = false;
