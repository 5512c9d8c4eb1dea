/* Conveniences. Every page works without them. */
(() => {
  const said = document.currentScript.dataset; // What is said, in the language of the page.

  // The contents of a page stand open beside it where there is room.
  const contents = document.querySelector(".otp details");
  if (contents) {
    const wide = matchMedia("(min-width: 62em)");
    const unfold = () => {
      contents.open = wide.matches;
    };
    wide.addEventListener("change", unfold);
    unfold();
  }

  // On paper, what is folded is open.
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details:not([open])")) {
      one.dataset.folded = "";
      one.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const one of document.querySelectorAll("details[data-folded]")) {
      delete one.dataset.folded;
      one.open = false;
    }
  });

  // A button that copies the citation, with the address of the page.
  const cite = document.getElementById("cite");
  if (!cite || !navigator.clipboard) return;
  const words = cite.textContent.trim();
  const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.className = "btn btn--line";
  button.textContent = said.copy;
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.includes(address) ? words : `${words} ${address}`);
      told.textContent = ` ${said.copied}`;
    } catch {
      told.textContent = ` ${said.refused}`;
    }
  });
  const line = document.createElement("p");
  line.className = "copy";
  line.append(button, told);
  cite.after(line);
})();
