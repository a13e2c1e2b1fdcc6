package org.distill4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.cell.ShortText;
import org.distill4j.student.TokenTemplate;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.student.WordPieces;
import org.distill4j.student.WordSplitter;
import org.distill4j.student.WordSplitter.Accents;
import org.distill4j.student.WordSplitter.Controls;
import org.distill4j.student.WordSplitter.Ideographs;
import org.distill4j.student.WordSplitter.Letters;

/** A vocab.txt: a piece on each line, whose number from 0 on is its id. */
final class VocabularyFile {
  private static final String PADDING = "[PAD]";
  private static final String UNKNOWN = "[UNK]";
  private static final String BEGIN = "[CLS]";
  private static final String END = "[SEP]";
  private static final List<String> SPECIAL = List.of(PADDING, UNKNOWN, BEGIN, END, "[MASK]");
  private static final int MOST_LETTERS = 100;

  private VocabularyFile() {}

  static WordPieceTokenizer read(Path file) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      Integer earlier = ids.put(lines.get(i), i);
      if (earlier != null) {
        throw TokenizerFiles.refuse(
            file,
            "\""
                + ShortText.shorten(lines.get(i))
                + "\" in the lines "
                + (earlier + 1)
                + " and "
                + (i + 1),
            "each piece once",
            "two files were joined");
      }
    }
    Map<String, Integer> special = new LinkedHashMap<>();
    SPECIAL.stream().filter(ids::containsKey).forEach(token -> special.put(token, ids.get(token)));
    TokenTemplate template = TokenTemplate.bert(id(file, ids, BEGIN), id(file, ids, END));
    int longest = TokenizerFiles.longest(file, MissingNode.getInstance());
    TokenizerFiles.requireRoom(file, longest, template.added());
    WordPieceEncoding encoding =
        new WordPieceEncoding(
            new WordPieces(ids, "##", id(file, ids, UNKNOWN), MOST_LETTERS),
            splitter(TokenizerFiles.config(file)),
            template,
            special,
            id(file, ids, PADDING),
            longest);
    return new WordPieceTokenizer(encoding, special);
  }

  private static WordSplitter splitter(JsonNode config) {
    boolean small = config.path("do_lower_case").asBoolean(true);
    return new WordSplitter(
        Controls.DROPPED,
        config.path("tokenize_chinese_chars").asBoolean(true)
            ? Ideographs.SEPARATE
            : Ideographs.JOINED,
        config.path("strip_accents").asBoolean(small) ? Accents.DROPPED : Accents.KEPT,
        small ? Letters.LOWERED : Letters.KEPT);
  }

  private static int id(Path file, Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw TokenizerFiles.refuse(
          file,
          "no line \"" + token + "\"",
          "the special tokens of BERT",
          "it is the vocabulary of another kind of tokenizer; open its " + TokenizerFiles.JSON);
    }
    return id;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is not UTF-8 text.", error);
    }
  }
}
