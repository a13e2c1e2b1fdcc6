package org.distill4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.file.JsonFields;
import org.distill4j.student.TokenTemplate;
import org.distill4j.student.TokenTemplate.Piece;
import org.distill4j.student.TokenTemplate.Source;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.student.WordPieces;
import org.distill4j.student.WordSplitter;
import org.distill4j.student.WordSplitter.Accents;
import org.distill4j.student.WordSplitter.Controls;
import org.distill4j.student.WordSplitter.Ideographs;
import org.distill4j.student.WordSplitter.Letters;

/**
 * A tokenizer.json, as the Tokenizers library of Hugging Face writes it.
 *
 * @param file the file
 * @param root what it holds
 */
record TokenizerJson(Path file, ObjectNode root) {
  private static final int MOST_LETTERS = 100;

  static TokenizerJson read(Path file) {
    return new TokenizerJson(file, TensorFiles.object(file));
  }

  /** What in the file is not of BERT's kind; empty if {@link #wordPiece} reads it. */
  Optional<String> foreign() {
    return type("model", "WordPiece")
        .or(() -> type("normalizer", "BertNormalizer"))
        .or(() -> type("pre_tokenizer", "BertPreTokenizer"))
        .or(() -> type("post_processor", "TemplateProcessing", "BertProcessing"))
        .or(this::addedToken);
  }

  private Optional<String> type(String key, String... known) {
    JsonNode type = root.path(key).path("type");
    return List.of(known).contains(type.asText())
        ? Optional.empty()
        : Optional.of("the " + key + " " + (type.isMissingNode() ? "missing" : type));
  }

  private Optional<String> addedToken() {
    for (JsonNode token : root.path("added_tokens")) {
      if (token.path("normalized").asBoolean() || token.path("single_word").asBoolean()) {
        return Optional.of("an added token of another kind, " + token.path("content"));
      }
    }
    return Optional.empty();
  }

  WordPieceTokenizer wordPiece() {
    foreign()
        .ifPresent(
            what -> {
              throw TokenizerFiles.refuse(
                  file,
                  what,
                  "a WordPiece tokenizer as BERT has it",
                  "NativeTokenizer opens it; " + NativeTokenizer.ARTIFACT + " does the work then");
            });
    Map<String, Integer> added = new LinkedHashMap<>();
    Map<String, Integer> special = new LinkedHashMap<>();
    for (JsonNode token : root.path("added_tokens")) {
      String content = text(token, "content");
      added.put(content, whole(token, "id"));
      if (token.path("special").asBoolean()) {
        special.put(content, whole(token, "id"));
      }
    }
    TokenTemplate template = template();
    TokenizerFiles.requireRoom(file, longest(), template.added());
    WordPieceEncoding encoding =
        new WordPieceEncoding(pieces(), splitter(), template, added, padding(added), longest());
    return new WordPieceTokenizer(encoding, special);
  }

  /** The most tokens of a text. */
  int longest() {
    return TokenizerFiles.longest(file, root.path("truncation"));
  }

  /** The id of padding. */
  int padding(Map<String, Integer> added) {
    JsonNode own = root.path("padding").path("pad_id");
    String name = TokenizerFiles.config(file).path("pad_token").asText("[PAD]");
    return own.isInt() ? own.intValue() : added.getOrDefault(name, 0);
  }

  private WordPieces pieces() {
    JsonNode model = root.path("model");
    Map<String, Integer> ids = new LinkedHashMap<>();
    JsonFields.of(model.path("vocab")).forEach((piece, id) -> ids.put(piece, id(piece, id)));
    String unknown = text(model, "unk_token");
    Integer id = ids.get(unknown);
    if (id == null) {
      throw wrong("no piece \"" + unknown + "\"", "the unknown token in the vocabulary");
    }
    return new WordPieces(
        ids,
        model.path("continuing_subword_prefix").asText("##"),
        id,
        model.path("max_input_chars_per_word").asInt(MOST_LETTERS));
  }

  private WordSplitter splitter() {
    JsonNode rules = root.path("normalizer");
    boolean small = rules.path("lowercase").asBoolean(true);
    JsonNode accents = rules.path("strip_accents");
    boolean dropped = accents.isBoolean() ? accents.booleanValue() : small;
    return new WordSplitter(
        rules.path("clean_text").asBoolean(true) ? Controls.DROPPED : Controls.KEPT,
        rules.path("handle_chinese_chars").asBoolean(true)
            ? Ideographs.SEPARATE
            : Ideographs.JOINED,
        dropped ? Accents.DROPPED : Accents.KEPT,
        small ? Letters.LOWERED : Letters.KEPT);
  }

  private TokenTemplate template() {
    JsonNode processor = root.path("post_processor");
    if (processor.path("type").asText().equals("BertProcessing")) {
      return TokenTemplate.bert(
          processor.path("cls").path(1).asInt(), processor.path("sep").path(1).asInt());
    }
    JsonNode special = processor.path("special_tokens");
    List<Piece> single = pieces(processor.path("single"), special);
    List<Piece> pair = pieces(processor.path("pair"), special);
    try {
      return new TokenTemplate(single, pair);
    } catch (IllegalArgumentException misfit) {
      throw new IllegalArgumentException(file + ": " + misfit.getMessage(), misfit);
    }
  }

  private List<Piece> pieces(JsonNode list, JsonNode special) {
    List<Piece> pieces = new ArrayList<>();
    for (JsonNode item : list) {
      JsonNode sequence = item.path("Sequence");
      JsonNode token = item.path("SpecialToken");
      if (sequence.isObject()) {
        Source source = text(sequence, "id").equals("A") ? Source.FIRST : Source.SECOND;
        pieces.add(new Piece(source, 0, whole(sequence, "type_id")));
      } else {
        for (JsonNode id : special.path(text(token, "id")).path("ids")) {
          pieces.add(new Piece(Source.SPECIAL, id(token.toString(), id), whole(token, "type_id")));
        }
      }
    }
    return pieces;
  }

  private int whole(JsonNode object, String key) {
    return id("\"" + key + "\" of " + MessageWords.brief(object), object.path(key));
  }

  private int id(String name, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0) {
      throw wrong(name + " as " + id, "a whole number of at least 0");
    }
    return id.intValue();
  }

  private String text(JsonNode object, String key) {
    JsonNode text = object.path(key);
    if (!text.isTextual()) {
      throw wrong("no \"" + key + "\" in " + MessageWords.brief(object), "a text");
    }
    return text.asText();
  }

  private IllegalArgumentException wrong(String what, String expected) {
    return TokenizerFiles.refuse(file, what, expected, "the file was damaged");
  }
}
