// Brings the chosen value into sight inside the text, which scrolls by itself.
const chosen = document.getElementById('chosen');
const text = chosen?.closest('.source-text');
if (chosen && text) text.scrollTop = chosen.offsetTop - text.clientHeight / 3;

// The pages of a document are drawn on demand: one that cannot be drawn says so.
for (const picture of document.querySelectorAll('.paper img')) {
  picture.addEventListener('error', () => {
    const note = document.createElement('p');
    note.className = 'notice bad';
    note.textContent = 'This page cannot be drawn.';
    picture.closest('.paper')?.replaceWith(note);
  });
}
