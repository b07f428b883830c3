// What the pages add when there is JavaScript. Every page works without it.

const found = (id) => document.getElementById(id);

async function startDesignSystem() {
  const { initAll } = await import(document.querySelector('meta[name="nhsuk-frontend"]').content);
  initAll();
  focusNextItem();
  dropExpanded();
  document.addEventListener("click", dropExpanded);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) initAll({ scope: event.detail.elt });
  });
}

// The design system says aria-expanded on radio buttons that reveal a question; ARIA does not allow it there.
function dropExpanded() {
  document.querySelectorAll('[type="radio"][aria-expanded]').forEach((radio) => radio.removeAttribute("aria-expanded"));
}

// A form is sent once. The design system stops quick double clicks; this also stops a slow second press.
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
}

function copyButtons(scope = document) {
  if (!navigator.clipboard) return;
  scope.querySelectorAll(".portal-copy[hidden]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = found(button.dataset.copy);
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      say(button.dataset.copied);
      const note = document.createElement("span");
      note.className = "portal-copied";
      note.textContent = "Copied";
      button.parentElement.querySelectorAll(".portal-copied").forEach((old) => old.remove());
      button.after(note);
      setTimeout(() => note.remove(), 4000);
    });
  });
}

function say(words) {
  const announcement = found("portal-announcement");
  if (announcement) announcement.textContent = words;
}

// Signing out after idle time: warned two minutes before, in every tab at once, and the page's address is kept.
function watchForIdleness() {
  const dialog = found("portal-idle");
  const { idleSeconds, stayUrl, signInUrl } = document.body.dataset;
  if (!dialog || !idleSeconds) return;
  const limit = Number(idleSeconds) * 1000;
  const warning = Math.min(120_000, limit / 2);
  const KEY = "portal-last-seen";
  const seen = () => localStorage.setItem(KEY, String(Date.now()));
  const left = () => limit - (Date.now() - Number(localStorage.getItem(KEY)));
  const leave = () => {
    location.href = `${signInUrl}?${new URLSearchParams({ next: location.pathname + location.search })}`;
  };

  async function stay() {
    const answer = await fetch(stayUrl, { method: "POST", headers: { "X-CSRFToken": dialog.dataset.token } });
    if (!answer.ok) return leave();
    seen();
    dialog.close();
  }

  // Somebody who writes a long answer is not idle: the server hears of it now and then.
  let told = Date.now();
  async function typing() {
    if (Date.now() - told < limit / 5) return;
    told = Date.now();
    await stay();
  }

  function look() {
    const rest = left();
    if (rest <= 0) return leave();
    if (rest <= warning && !dialog.open) {
      document.dispatchEvent(new Event("portal:session-ends"));
      dialog.showModal();
    }
    if (rest > warning && dialog.open) dialog.close();
    if (dialog.open) {
      const minutes = Math.ceil(rest / 60_000);
      const words = minutes > 1 ? `${minutes} minutes` : "1 minute";
      if (found("portal-idle-left").textContent !== words) found("portal-idle-left").textContent = words;
    }
  }

  seen();
  document.addEventListener("htmx:afterRequest", seen);
  found("portal-idle-stay").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  document.addEventListener("input", typing);
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
}

// Questions that belong to some answers of another question. Without JavaScript they all show, and say so.
function showForAnswers(scope = document) {
  scope.querySelectorAll("[data-shown-for]").forEach((part) => {
    const form = part.closest("form");
    const questions = part.dataset.shownFor.split(" ");
    const answers = part.dataset.answers.split(" ");
    const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value;
    const look = () => {
      part.hidden = !questions.some((name) => answers.includes(chosen(name)));
    };
    form.addEventListener("change", look);
    look();
  });
}

// What is typed into a long form is saved for the team every 20 seconds, to where its button saves it; and when the
// page is left or the session is about to end. The words under the form say when, and when it could not be saved.
function keepDrafts(scope = document) {
  scope.querySelectorAll("form[data-draft]").forEach((form) => {
    let typed = false;
    const note = form.querySelector("[data-draft-said]");
    const tell = (words) => {
      if (note) {
        note.textContent = words;
        note.hidden = false;
      }
      say(words);
    };
    form.addEventListener("input", () => {
      typed = true;
    });
    let signedOut = false;
    // Signing in again changes the form's token: the page is asked for the new one.
    const renew = async () => {
      const page = await fetch(form.getAttribute("action"), { redirect: "manual" }).catch(() => null);
      const fresh = page?.ok && new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh && fresh.querySelector("form[data-draft] [name=csrfmiddlewaretoken]");
      if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    };
    const save = async () => {
      if (!typed || form.dataset.sent || !form.isConnected) return;
      typed = false;
      if (signedOut) await renew();
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      data.set("save_draft", "auto");
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, redirect: "manual" }).catch(
        () => null,
      );
      if (answer?.status !== 204) {
        typed = true;
        signedOut = answer?.type === "opaqueredirect" || answer?.status === 403;
        tell(
          signedOut
            ? "Not saved: you are signed out. Sign in again in another tab, and leave this page open: it is saved then."
            : "Not saved yet. It is tried again in 20 seconds.",
        );
        return;
      }
      signedOut = false;
      form.elements.draft_version.value = answer.headers.get("Draft-Version");
      tell(decodeURIComponent(answer.headers.get("Draft-Said")));
    };
    setInterval(save, 20_000);
    document.addEventListener("portal:session-ends", save);
    document.addEventListener("visibilitychange", save);
  });
}

// One letter does what a button of the finding or line says that has the focus. Nowhere else: a letter typed is a letter.
function keysOfItems() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    const item = event.target.closest("[data-key-item]");
    if (typing || !item || event.ctrlKey || event.altKey || event.metaKey) return;
    const items = [...document.querySelectorAll("[data-key-item]")].filter((one) => one.checkVisibility());
    const step = { n: 1, p: -1 }[event.key];
    const map = document.querySelector("[data-key-map]");
    const button = item.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (step) items[items.indexOf(item) + step]?.focus();
    else if (event.key === "?" && map) {
      map.open = !map.open;
      if (map.open) map.scrollIntoView({ block: "nearest" });
    } else if (button) button.click();
    else return;
    event.preventDefault();
  });
}

// After a press the page comes again at the next line or finding, or at a field: the keyboard goes on from there,
// also where a message at the top has taken the focus.
function focusNextItem() {
  const item = location.hash ? found(decodeURIComponent(location.hash.slice(1))) : null;
  if (item?.matches("[data-goes-to-field]")) item.querySelector("textarea").focus();
  else if (item?.matches("[tabindex]")) item.focus();
}

// Standard wording by a few keys: "/" in the wording, the first letters of its key, Enter. The page's own button then
// inserts it where the typing stood. Without JavaScript there is a list to choose from, beside the same button.
function insertByKey() {
  const part = document.querySelector("[data-library]");
  const editor = found("id_approved");
  const search = found("library-search");
  if (!editor || !search) return;
  const list = found("library-options");
  const options = [...list.children];
  const none = part.querySelector("[data-library-none]");
  const button = part.querySelector("button[name=go]");
  const at = part.querySelector("[name=library_at]");
  let place = null;
  part.querySelector("[data-library-plain]").hidden = true;
  part.querySelector("[data-library-search]").hidden = false;

  const shown = () => options.filter((option) => !option.hidden);
  const choose = (option) => {
    options.forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    if (option) search.setAttribute("aria-activedescendant", option.id);
    else search.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => options.find((option) => option.getAttribute("aria-selected") === "true" && !option.hidden);
  const show = (open) => {
    list.hidden = !open || !shown().length;
    none.hidden = !open || shown().length > 0;
    search.setAttribute("aria-expanded", String(!list.hidden));
    if (!open) choose(null);
  };
  const narrow = () => {
    const typed = search.value.trim().toLowerCase();
    const fits = (option) => {
      const { key, topic } = option.dataset;
      return key.startsWith(typed) || key.split("-").some((w) => w.startsWith(typed)) || topic.includes(typed);
    };
    options.forEach((option) => {
      option.hidden = !fits(option);
    });
    const first = shown().find((option) => option.dataset.key.startsWith(typed)) ?? shown()[0];
    show(true);
    choose(typed ? first : null);
  };
  const insert = (option) => {
    part.querySelector("[name=library_entry]").value = option.dataset.value;
    if (place !== null) at.value = [...editor.value.slice(0, place)].length;
    button.click();
  };
  const close = () => {
    search.value = "";
    show(false);
  };
  const backToEditor = () => {
    close();
    editor.focus();
  };

  editor.addEventListener("blur", () => {
    place = editor.selectionEnd;
  });
  editor.addEventListener("keydown", (event) => {
    const before = editor.value.slice(0, editor.selectionStart);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /\S$/.test(before)) return;
    event.preventDefault();
    search.focus();
  });
  search.addEventListener("focus", narrow);
  search.addEventListener("input", narrow);
  search.addEventListener("blur", () => setTimeout(() => show(false), 150));
  search.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const now = shown();
    if (step && now.length) {
      show(true);
      const next = now.indexOf(chosen()) + step;
      choose(now.at(next < 0 ? -1 : next % now.length));
    } else if (event.key === "Enter") {
      if (chosen()) insert(chosen());
    } else if (event.key === "Escape") backToEditor();
    else if (event.key === "/" && !search.value && place !== null) {
      editor.setRangeText("/", place, place, "end");
      backToEditor();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) insert(option);
  });

  const caret = new URLSearchParams(location.search).get("caret");
  if (caret !== null && location.hash === "#id_approved") {
    const end = [...editor.value].slice(0, Number(caret)).join("").length;
    editor.focus();
    editor.setSelectionRange(end, end);
    say("Inserted. You can change every word of it.");
  }
}

sendOnce();
keysOfItems();
insertByKey();
keepDrafts();
copyButtons();
showForAnswers();
document.addEventListener("htmx:load", (event) => {
  copyButtons(event.detail.elt);
  showForAnswers(event.detail.elt);
  keepDrafts(event.detail.elt);
});
// A form that opens inside a page is where the person goes on; after a mistake its error summary is, by itself.
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (!elt.querySelector(".nhsuk-error-summary")) elt.querySelector("[data-focus]")?.focus();
});
watchForIdleness();
startDesignSystem();
