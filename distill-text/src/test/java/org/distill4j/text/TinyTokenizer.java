package org.distill4j.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** A small vocabulary and the files of its tokenizer, and texts of many scripts. */
final class TinyTokenizer {
  static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private static final List<String> WORDS =
      List.of(
          "the",
          "cat",
          "Cats",
          "unaffable",
          "RUNNING",
          "naïve",
          "Café",
          "cafe\u0301",
          "ÅNGSTRÖM",
          "İstanbul",
          "ΣΊΣΥΦΟΣ",
          "Привет",
          "мир",
          "straße",
          "東京",
          "都a",
          "b漢字c",
          "한국어",
          "ไทย",
          "नमस्ते",
          "don't",
          "e-mail@x.org",
          "3.14",
          "$5",
          "a+b=c",
          "«quoted»",
          "…",
          "—",
          "~`^|",
          "ﬁn",
          "e\u0301\u0327",
          "Ǆ",
          "\uD83D\uDE00",
          "\uD840\uDC00",
          "\uD86E\uDC30",
          "\u2028x",
          "zero\u200Bwidth",
          "soft\u00ADhyphen",
          "no\u00A0break",
          "tab\tnew\nline\r\nx",
          "\u0000nul",
          "\uFFFDbad",
          "\u0085next",
          "\uE000private",
          "\u0378gap",
          "[MASK]",
          "[SEP]",
          "[sep]",
          "[ MASK ]",
          "ab[CLS]cd",
          "‘’“”",
          "½",
          "①",
          "x²",
          "\u00B7",
          "\u3000wide",
          "、。",
          "\u061Bعربى",
          "עִבְרִית",
          "\u0345i",
          "qqq",
          "w".repeat(99),
          "v".repeat(101));

  private TinyTokenizer() {}

  /** Pieces of the words above, so that some words are known, some in pieces, and some not. */
  static List<String> vocabulary() {
    Set<String> pieces = new LinkedHashSet<>(SPECIAL);
    SplittableRandom random = new SplittableRandom(5);
    for (String word : words(String.join(" ", WORDS))) {
      int[] letters = word.codePoints().toArray();
      for (int i = 0; i < letters.length; i++) {
        int length = 1 + random.nextInt(Math.min(3, letters.length - i));
        String piece = new String(letters, i, length);
        if (random.nextInt(8) > 0) {
          pieces.add(i == 0 ? piece : "##" + piece);
        }
      }
    }
    pieces.addAll(List.of("the", "cat", "##s", "É", "e", "##É", "C"));
    return List.copyOf(pieces);
  }

  /** Small letters without accents, between spaces and around each sign. */
  private static List<String> words(String text) {
    String bare =
        Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
            .replaceAll("\\p{Mn}|\\p{Cntrl}", "")
            .replaceAll("(\\p{IsHan}|\\p{Punct}|\\p{P})", " $1 ");
    return List.of(bare.strip().split("[\\s\\u00A0\\u2003\\u3000]+"));
  }

  /** Several hundred texts of those words, and odd ones. */
  static List<String> texts() {
    List<String> texts = new ArrayList<>(WORDS);
    texts.addAll(List.of("", " ", "\n\t", "[MASK][MASK]", "a".repeat(700), "the ".repeat(300)));
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
        text.append(random.nextInt(3) == 0 ? "" : " ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  static Path vocabularyFile(Path folder) throws IOException {
    return Files.write(folder.resolve("vocab.txt"), vocabulary());
  }

  /** The same as a tokenizer.json. */
  static Path json(Path folder, String rules) throws IOException {
    return json(folder, rules, vocabulary());
  }

  static Path json(Path folder, String rules, List<String> vocabulary) throws IOException {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < vocabulary.size(); i++) {
      entries.add(quoted(vocabulary.get(i)) + ": " + i);
    }
    List<String> added = new ArrayList<>();
    for (String token : SPECIAL.stream().filter(vocabulary::contains).toList()) {
      added.add(
          """
          {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
           "normalized": false, "special": true}\
          """
              .formatted(vocabulary.indexOf(token), token));
    }
    String json =
        """
        {"version": "1.0",
         "truncation": {"direction": "Right", "max_length": 128, "strategy": "LongestFirst", "stride": 0},
         "padding": null,
         "added_tokens": [%s],
         "normalizer": {"type": "BertNormalizer", %s},
         "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": %s,
         "decoder": null,
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
           "max_input_chars_per_word": 100, "vocab": {%s}}}
        """
            .formatted(
                String.join(",\n", added),
                rules,
                POST_PROCESSOR
                    .replace("BEGIN", String.valueOf(vocabulary.indexOf("[CLS]")))
                    .replace("END", String.valueOf(vocabulary.indexOf("[SEP]"))),
                String.join(",\n", entries));
    return Files.writeString(folder.resolve("tokenizer.json"), json, StandardCharsets.UTF_8);
  }

  static final String RULES =
      "\"clean_text\": true, \"handle_chinese_chars\": true, \"strip_accents\": null,"
          + " \"lowercase\": true";

  private static final String POST_PROCESSOR =
      """
      {"type": "TemplateProcessing",
       "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
         {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
       "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
         {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}},
         {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
       "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [BEGIN], "tokens": ["[CLS]"]},
         "[SEP]": {"id": "[SEP]", "ids": [END], "tokens": ["[SEP]"]}}}\
      """;

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append("\\u%04x".formatted(c)));
    return quoted.append('"').toString();
  }
}
