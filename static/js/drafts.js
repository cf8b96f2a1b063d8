/* Words typed into a card's fields, kept on the device from letter to letter until the server has them. */

import { livingTabs } from "./outbox.js";

/** The drafts of one article and person, written by this `tab`. A field is named by its card, its form and its own name. */
export function createDrafts(key, tab) {
  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };

  function store(drafts) {
    try {
      if (Object.keys(drafts).length) localStorage.setItem(key, JSON.stringify(drafts));
      else localStorage.removeItem(key);
    } catch {
      // not kept where storage is blocked
    }
  }

  function keep(field) {
    const name = nameOf(field);
    if (name) store({ ...load(), [name]: { value: field.value, tab } });
  }

  return {
    /** Keeps what a field holds. */
    keep,
    /** Forgets a field: the server has what it held, or it was taken back. */
    forget(field) {
      const drafts = load();
      delete drafts[nameOf(field)];
      store(drafts);
    },
    /** Puts what tabs that are no more have left back into the fields of a card; resolves to those fields. */
    async restore(card) {
      const drafts = load();
      const isThere = (field) => nameOf(field) in drafts;
      const fields = Array.from(card.querySelectorAll("input, select, textarea")).filter(isThere);
      if (!fields.length) return [];
      const alive = await livingTabs();
      const left = fields.filter((field) => !alive.has(drafts[nameOf(field)].tab));
      for (const field of left) {
        field.value = drafts[nameOf(field)].value;
        keep(field);
      }
      return left;
    },
  };
}

function nameOf(field) {
  const card = field.closest(".card")?.id;
  if (!card || !field.name || ["radio", "checkbox", "hidden"].includes(field.type)) return "";
  return [card, field.form?.dataset.send ?? "", field.name].join(" ");
}
