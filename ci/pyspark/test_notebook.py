"""The notebook's code cells, run one after the other as a notebook runs them."""

import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "quickstart.ipynb"


def test_every_cell_of_the_notebook_runs(spark, folder, monkeypatch):
    monkeypatch.setenv("NVVIDEO_VIDEOS", str(folder))
    pages = []
    names = {"spark": spark, "displayHTML": pages.append, "__name__": "__main__"}
    for number, cell in enumerate(json.loads(NOTEBOOK.read_text())["cells"]):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{NOTEBOOK.name}, cell {number}", "exec"), names)
    assert names["picture"].ndim == 3
    assert pages[0].count("data:image/jpeg;base64,") == 12
