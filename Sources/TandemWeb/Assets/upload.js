// Sends a file of items as it is, shows how far it is, then opens the report. The Idempotency-Key is made from the file,
// so the same file sent again after a broken connection goes on with the same import.
const form = document.querySelector("[data-upload]");
const box = form?.querySelector("[data-upload-progress]");
const types = { csv: "text/csv", tsv: "text/tab-separated-values", jsonl: "application/x-ndjson", ndjson: "application/x-ndjson" };

async function keyOf(file) {
  const text = `${file.name} ${file.size} ${file.lastModified}`;
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return `file-${hash.toString(16).padStart(16, "0")}-${file.size}`;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = form.elements.file.files[0];
  const bar = box.querySelector("progress");
  const text = box.querySelector("p");
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const fail = (words) => {
    text.textContent = words;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  };
  box.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = (100 * loaded) / Math.max(total, 1);
    text.textContent = loaded < total
      ? `${megabytes(loaded)} of ${megabytes(total)} MB sent`
      : "All sent; rows are being read";
  });
  request.addEventListener("load", () => {
    const answer = request.response;
    if (request.status < 300) location.assign(`${form.dataset.report}?import=${encodeURIComponent(answer?.id ?? "")}`);
    else fail(answer?.detail ?? `The server answered ${request.status}.`);
  });
  request.addEventListener("error", () => fail("The connection broke. Send the file again: rows already in are not added twice."));
  request.open("POST", form.dataset.upload);
  request.responseType = "json";
  request.setRequestHeader("Content-Type", types[file.name.split(".").pop().toLowerCase()] ?? "text/csv");
  request.setRequestHeader("X-CSRF-Token", document.querySelector('meta[name="csrf"]').content);
  request.setRequestHeader("Idempotency-Key", await keyOf(file));
  request.send(file);
});
