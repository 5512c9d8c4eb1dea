"""What the page “Find an action” reads, cut so that nobody downloads a whole country.

- `actions.json` comes with the page: what there is to narrow by, how many actions each value has,
  and the first rows.
- `values.json` comes when someone narrows: the values of every action, as numbers.
- `agency.json`, and the like for any facet that grows with the country, comes when someone looks
  for one of its values by name.
- `rows/` and `texts/` hold what is shown of an action and the text to quote from, a few of them
  in each file.
- `words/` comes when someone types: which words are in which action (`index.py`).

An action is known by its number: its place among the actions that count, plan by plan. Numbers
after those of the actions are other pages that can be found by their words.
"""

from equity_plans.exports.find.documents import Document, documents, when_words
from equity_plans.exports.find.files import EXPORT, write
from equity_plans.exports.find.index import word_files

__all__ = ["EXPORT", "Document", "documents", "when_words", "word_files", "write"]
