// The keys of the page. Everything works without this file, too: the same buttons, one by one.
"use strict"

const answer = document.querySelector("details.answer")
const source = document.querySelector("details.from")
const help = document.querySelector("details.help")

function show() {
  if (!answer || answer.open) return
  answer.open = true
  answer.querySelector(".told").focus({preventScroll: true})
}

function press(key) {
  const button = document.querySelector(`button[data-key="${key}"]`)
  if (!button || (button.closest("details.answer") && !answer.open)) return false
  button.click()
  return true
}

function toggle(part) {
  part.open = !part.open
  if (part.open) part.scrollIntoView({block: "nearest"})
}

const KEYS = {
  " ": show,
  Enter: show,
  e: () => { if (source) { show(); toggle(source) } },
  "?": () => { if (help) toggle(help) },
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return
  const at = event.target
  if (at.closest("input, select, textarea, audio")) return
  const shows = event.key === " " || event.key === "Enter"
  const own = at.closest("button, a, summary")
  if (shows && own && own.parentElement !== answer) return // what has the focus takes these keys itself
  if (shows && (!answer || answer.open)) return
  if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]()
  else if (!/^[1-4us@]$/.test(event.key) || !press(event.key === "@" ? "s" : event.key)) return
  event.preventDefault()
})

// A touch or a click on "Show the answer" leads there as the key does.
if (answer) answer.addEventListener("toggle", () => { if (answer.open) answer.querySelector(".told").focus({preventScroll: true}) })

// One form is sent once, however often it is pressed.
let sent = false
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return
  if (sent) event.preventDefault()
  sent = true
})

// A page that the back button brings out of memory is asked for anew.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload() })
