// Shows how far an upload is; the form works without it.
const form = document.querySelector("[data-upload]");
const box = form?.querySelector("[data-upload-progress]");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  const bar = box.querySelector("progress");
  const text = box.querySelector("p");
  const button = form.querySelector("button[type=submit]");
  box.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = (100 * loaded) / Math.max(total, 1);
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    text.textContent = loaded < total
      ? `${megabytes(loaded)} of ${megabytes(total)} MB sent`
      : "All sent; rows are being read";
  });
  request.addEventListener("load", () => {
    // The server answers with the page that holds the report, or sends us to it.
    if (request.responseURL && request.status < 400) location.assign(request.responseURL);
    else fail(`The server answered ${request.status}. Nothing half-read was kept.`);
  });
  request.addEventListener("error", () => fail("The connection broke. Send the file again: rows already in are not added twice."));
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRF-Token", document.querySelector('meta[name="csrf"]').content);
  request.send(new FormData(form));

  function fail(words) {
    text.textContent = words;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
});
