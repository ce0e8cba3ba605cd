// Before anything is laid out: with scripts one view is shown at a time, without them all are.
document.documentElement.classList.add('js');
