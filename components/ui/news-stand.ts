const ID = "news";

/** Where notices and toasts stand one above the other, whoever says them; made with the first. */
export function newsStand(): HTMLElement {
  const there = document.getElementById(ID);
  if (there) return there;
  const stand = document.createElement("div");
  stand.id = ID;
  stand.dataset["news"] = "";
  stand.className = "fixed right-4 bottom-4 z-70 w-88 max-w-[calc(100vw-2rem)]";
  document.body.append(stand);
  return stand;
}
