/** What stands folded under the answers: how each comes about, and when not to believe it. */

import { type TemplateResult, html } from "lit";

export const moveHow = (): TemplateResult =>
  html` <p>
      <b>Leave one out</b> runs the network again on the text without the words and takes the difference. It is exact
      for that question, and blind to words that stand in for each other: of two strong words either alone may look
      unimportant.
    </p>
    <p>
      <b>LIME</b> leaves out many words at random, thousands of times, and fits a straight line to what the network
      answers; a word’s weight is its slope. Variants that keep more of the text count more. R² says how much of the
      answers the line explains. Do not believe weights from a line with a low R², nor those within their error of zero.
      <b>Model-assisted</b> sampling aims at the same weights: a cheap stand-in for the network, fitted to the samples,
      leaves chance less to decide, so that fewer samples give the same error bars.
    </p>
    <p>
      <b>Integrated gradients</b> add up the slope of the score at 50 points on the straight way from a text of unknown
      words to this one; the weights of all words add up to the difference of the two scores. They are no better than
      their beginning is neutral, and the points between are texts of half words that the network never met.
    </p>
    <p>
      <b>Left in memory</b> and <b>moved the cell</b> follow what the network’s memory cell holds: γ is what is left of
      the word at the end, β how far the cell moved at the word (Murdoch &amp; Szlam 2017). Each adds up to the score.
      They count what was written at the word, not what the word did to how later words were read.
    </p>
    <p>
      The <b>score</b> is the log-odds of the probability: 0 is 50 %, +1 is 73 %, +4 is 98 %. On the probability, words
      of a text whose verdict is nearly certain all look weak.
    </p>`;

export const lookingHow = (): TemplateResult =>
  html` <p>
      <b>The search over all words</b> lets the network read each word of its vocabulary next, from the state it has
      reached at the end of the selection, and sorts the results. It is exact. Rare words move the network by accident;
      the minimum count hides them.
    </p>
    <p>
      <b>The free vector</b> is found by gradient ascent: an input that raises the score as far as possible, whether or
      not a word looks like it. What it reaches says what the network could be driven to, not what a reader could write;
      the nearest words are nearest by angle only.
    </p>`;

export const phrasesHow = (): TemplateResult =>
  html` <p>
      <b>Pairs.</b> The network reads the text without the first word, without the second, without both, and with both.
      If each word did the same whether or not the other stood there, the four scores would balance; by how much they do
      not is what the two do together. Neighbours are all tried, words further apart only among the sixteen strongest,
      so that two distant words of which neither does anything alone are missed. Three of the four texts have holes, and
      nobody wrote them.
    </p>
    <p>
      <b>Phrases</b> grow from the strongest words: again and again the word next to a phrase that would change its
      score most joins it (Singh, Murdoch &amp; Yu 2019), 25 rounds at most. A phrase’s score is what the text loses
      without it, exactly. What grows is a path of strongest steps, not the grammar of the sentence; where two steps are
      nearly equal it could have grown otherwise.
    </p>
    <p>
      <b>Contextual decomposition</b> (Murdoch, Liu &amp; Yu 2018) splits every state into what comes from the words and
      what from the rest, so that both add up to the score. In a recurrent network a part can come to feed itself and
      grow whatever the word: such a part is marked as run away, by the sign that half of the word would leave as much
      of it. The tree therefore rests on leaving out.
    </p>`;
