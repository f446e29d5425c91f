(function () {
  "use strict";
  var root = document.documentElement;
  function speak(language) {
    root.setAttribute("data-language", language);
    root.lang = language;
    try { localStorage.setItem("raingan-language", language); } catch (error) { /* a file may have no storage */ }
  }
  try { if (localStorage.getItem("raingan-language") === "en") { speak("en"); } } catch (error) { /* as above */ }
  document.getElementById("language").addEventListener("click", function () {
    speak(root.getAttribute("data-language") === "th" ? "en" : "th");
  });

  var form = document.getElementById("filters");
  var list = document.getElementById("findings");
  function filter() {
    var boxes = form.querySelectorAll("input[name=severity]");
    var severities = Array.prototype.filter.call(boxes, function (box) { return box.checked; }).map(function (box) { return box.value; });
    var rule = form.elements.rule ? form.elements.rule.value : "";
    var project = form.elements.project ? form.elements.project.value : "";
    var words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var all = list.querySelectorAll(".finding");
    var shown = 0;
    Array.prototype.forEach.call(all, function (item) {
      var data = item.dataset;
      var fits = (!boxes.length || severities.indexOf(data.severity) >= 0) &&
        (!rule || data.rule === rule) && (!project || data.project === project) &&
        words.every(function (word) { return data.words.indexOf(word) >= 0; });
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    document.getElementById("shown").textContent = shown + " / " + all.length;
  }
  if (form && list) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    filter();
  }

  // What passed is in the page as data and becomes a table only when someone opens it, a piece at a time.
  var details = document.getElementById("checks");
  var holder = document.getElementById("check-table");
  var PIECE = 200;
  function cell(row, text, className) {
    var td = row.insertCell();
    td.textContent = text === null || text === undefined ? "" : text;
    if (className) { td.className = className; }
  }
  function subject(check) {
    var parts = [];
    if (check.item_no) { parts.push(check.item_no); }
    if (check.project_no !== null) { parts.push(check.kpi_no === null ? String(check.project_no) : check.project_no + "." + check.kpi_no); }
    [check.measure, check.period, check.source_table].forEach(function (part) { if (part) { parts.push(part); } });
    return parts.join(" · ");
  }
  function equation(check) {
    var parts = check.terms.filter(function (term) { return term.role === "part"; }).map(function (term) {
      return (term.sign < 0 ? "− " : "") + (term.printed || "?");
    });
    var total = check.terms.filter(function (term) { return term.role === "total"; })[0];
    var sign = { pass: " = ", rounding: " ≈ ", fail: " ≠ ", unknown: " ? " }[check.outcome];
    return parts.join(" ; ") + (total ? sign + (total.printed || "?") : "");
  }
  function build() {
    if (!holder || holder.firstChild) { return; }
    var checks = JSON.parse(document.getElementById("checks-data").textContent);
    var table = document.createElement("table");
    table.className = "grid";
    var head = table.createTHead().insertRow();
    ["rule", "", "", "outcome"].forEach(function (name) { var th = document.createElement("th"); th.textContent = name; head.appendChild(th); });
    var body = table.createTBody();
    holder.appendChild(table);
    var next = 0;
    function more() {
      checks.slice(next, next + PIECE).forEach(function (check) {
        var row = body.insertRow();
        cell(row, check.rule); cell(row, subject(check)); cell(row, equation(check)); cell(row, check.outcome);
      });
      next += PIECE;
      if (next < checks.length) { window.requestAnimationFrame(more); }
    }
    more();
  }
  if (details) { details.addEventListener("toggle", function () { if (details.open) { build(); } }); }
})();
