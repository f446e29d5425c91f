(function () {
  "use strict";
  var root = document.documentElement;
  function speak(language) {
    root.setAttribute("data-language", language);
    root.lang = language;
    Array.prototype.forEach.call(document.querySelectorAll("option[data-th]"), function (option) {
      option.textContent = option.getAttribute("data-" + language);
    });
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
    var none = document.getElementById("none");
    if (none) { none.hidden = shown > 0 || !all.length; }
  }
  if (form && list) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { window.setTimeout(filter, 0); });
    filter();
  }

  // The index is sorted by any column, numbers as numbers; a second click turns the order.
  var sorting = document.querySelectorAll("button.sort");
  function sorted(button) {
    var head = button.parentNode;
    var column = Array.prototype.indexOf.call(head.parentNode.children, head);
    var number = column > 0;
    var down = head.getAttribute("aria-sort") === (number ? "none" : "ascending");
    if (number && head.getAttribute("aria-sort") === "ascending") { down = true; }
    Array.prototype.forEach.call(head.parentNode.children, function (other) { other.setAttribute("aria-sort", "none"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var body = list.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (one, other) {
      var left = one.cells[column].textContent, right = other.cells[column].textContent;
      var order = number ? left - right : left.localeCompare(right, "th");
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }
  Array.prototype.forEach.call(sorting, function (button) {
    button.addEventListener("click", function () { sorted(button); });
  });

  // What passed is in the page as data and becomes a table only when someone opens it, a piece at a time.
  var details = document.getElementById("checks");
  var holder = document.getElementById("check-table");
  // Each piece is a table of its own, laid out only when it comes into view: 10,000 rows open at once.
  var PIECE = 100;
  var block = document.getElementById("checks-data");
  var parsed = null;
  function content() {
    if (!parsed) { parsed = JSON.parse(block.textContent); }
    return parsed;
  }
  function both(place, thai, english) {
    [["th", thai], ["en", english]].forEach(function (said) {
      var span = document.createElement("span");
      span.lang = said[0];
      span.textContent = said[1];
      place.appendChild(span);
    });
  }
  function term(place, printed, label, labels) {
    var b = document.createElement("b");
    b.textContent = printed || "?";
    var small = document.createElement("small");
    both(small, labels[label], label);
    place.append(b, " ", small);
  }
  function equation(place, check, data) {
    var signs = data.signs[check[0]];
    var parts = check[3].filter(function (one) { return one[0] === "part"; });
    place.append(signs[0]);
    parts.forEach(function (part, index) {
      place.append(part[1] < 0 ? " − " : index ? " " + signs[1] + " " : "");
      term(place, part[2], part[3], data.labels);
    });
    place.append(" " + signs[2]);
    var total = check[3].filter(function (one) { return one[0] === "total"; })[0];
    if (total) {
      if (parts.length) { place.append(" " + check[4] + " "); }
      term(place, total[2], total[3], data.labels);
    }
  }
  function pieceOf(place) {
    var table = document.createElement("table");
    table.className = "grid equations";
    var piece = document.createElement("div");
    piece.className = "piece";
    piece.appendChild(table);
    place.appendChild(piece);
    return table;
  }
  function build() {
    if (!holder || holder.firstChild) { return; }
    var data = content();
    var table = pieceOf(holder);
    var head = table.createTHead().insertRow();
    [["กฎ", "rule"], ["เรื่อง", "about"], ["สมการ", "equation"], ["ผล", "outcome"]].forEach(function (said) {
      var th = document.createElement("th");
      both(th, said[0], said[1]);
      head.appendChild(th);
    });
    var next = 0;
    function more() {
      var body = (next ? pieceOf(holder) : table).createTBody();
      data.checks.slice(next, next + PIECE).forEach(function (check) {
        var row = body.insertRow();
        row.insertCell().textContent = check[0];
        both(row.insertCell(), check[1][0], check[1][1]);
        equation(row.insertCell(), check, data);
        var outcome = row.insertCell();
        outcome.className = check[2];
        both(outcome, data.outcomes[check[2]][0], data.outcomes[check[2]][1]);
      });
      next += PIECE;
      if (next < data.checks.length) { window.setTimeout(more, 0); }
    }
    more();
  }
  if (details) { details.addEventListener("toggle", function () { if (details.open) { build(); } }); }

  // Every number of the report, a row a line or page, each in the colour of what became of it.
  var numbers = document.getElementById("numbers");
  function placed(number, row) {
    var head = document.createElement("th");
    head.scope = "row";
    var isPage = number[1] !== null;
    both(head, (isPage ? "หน้า " : "บรรทัด ") + number[isPage ? 1 : 2], (isPage ? "page " : "line ") + number[isPage ? 1 : 2]);
    row.appendChild(head);
    return row.insertCell();
  }
  function listNumbers() {
    var data = content();
    var table = document.createElement("table");
    table.className = "grid numbers";
    var last = null;
    var cell = null;
    data.numbers.forEach(function (number) {
      var here = number[1] + "/" + (number[1] === null ? number[2] : "");
      if (here !== last) {
        cell = placed(number, table.insertRow());
        last = here;
      }
      var tag = document.createElement("span");
      tag.className = "tag fate-" + number[3];
      tag.append(number[0]);
      if (number[4]) {
        tag.append(" ");
        both(tag.appendChild(document.createElement("small")), data.classes[number[4]][0], data.classes[number[4]][1]);
      }
      cell.append(tag, " ");
    });
    document.getElementById("number-table").appendChild(table);
  }
  if (numbers) {
    numbers.addEventListener("toggle", function () {
      if (numbers.open && !document.getElementById("number-table").firstChild) { listNumbers(); }
    });
  }
  // On paper every picture is open; the search box is one key away.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details.picture:not([open])"));
    opened.forEach(function (item) { item.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (item) { item.open = false; }); });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (form && event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      form.elements.words.focus();
    }
  });
})();
