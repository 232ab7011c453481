postMessage("works"); fetch("/small.txt").then((r) => r.text()).then((t) => postMessage(t), (e) => postMessage(String(e)));
