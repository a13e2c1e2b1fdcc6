package org.distill4j.student;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.binary.ByteReader;
import org.distill4j.binary.ByteWriter;
import org.distill4j.student.TokenTemplate.Piece;

/** A tokenizer of word pieces in a student file. */
final class WordPieceFormat {
  private static final int FEWEST_BYTES_OF_TOKEN = 2;
  private static final int FEWEST_BYTES_OF_PIECE = 3;

  private WordPieceFormat() {}

  static void write(WordPieceEncoding encoding, ByteWriter out) {
    WordPieces pieces = encoding.pieces();
    tokens(pieces.ids(), out);
    out.text(pieces.inner());
    out.count(pieces.unknown());
    out.count(pieces.mostLetters());
    WordSplitter splitter = encoding.splitter();
    out.text(splitter.controls().name());
    out.text(splitter.ideographs().name());
    out.text(splitter.accents().name());
    out.text(splitter.letters().name());
    pieces(encoding.template().single(), out);
    pieces(encoding.template().pair(), out);
    tokens(encoding.added(), out);
    out.count(encoding.padding());
    out.count(encoding.longest());
  }

  /** In an order of their own, so that equal students are equal bytes. */
  private static void tokens(Map<String, Integer> ids, ByteWriter out) {
    out.count(ids.size());
    new TreeMap<>(ids)
        .forEach(
            (token, id) -> {
              out.text(token);
              out.count(id);
            });
  }

  private static void pieces(List<Piece> pieces, ByteWriter out) {
    out.count(pieces.size());
    for (Piece piece : pieces) {
      out.text(piece.source().name());
      out.count(piece.id());
      out.count(piece.type());
    }
  }

  static WordPieceEncoding read(ByteReader in) {
    WordPieces pieces = new WordPieces(tokens(in), in.text(), in.count(), in.count());
    WordSplitter splitter =
        new WordSplitter(
            in.constant(WordSplitter.Controls.class),
            in.constant(WordSplitter.Ideographs.class),
            in.constant(WordSplitter.Accents.class),
            in.constant(WordSplitter.Letters.class));
    TokenTemplate template = new TokenTemplate(pieces(in), pieces(in));
    Map<String, Integer> added = tokens(in);
    return new WordPieceEncoding(pieces, splitter, template, added, in.count(), in.count());
  }

  private static Map<String, Integer> tokens(ByteReader in) {
    Map<String, Integer> ids = new TreeMap<>();
    int count = in.count(FEWEST_BYTES_OF_TOKEN);
    for (int i = 0; i < count; i++) {
      ids.put(in.text(), in.count());
    }
    return ids;
  }

  private static List<Piece> pieces(ByteReader in) {
    List<Piece> pieces = new ArrayList<>();
    int count = in.count(FEWEST_BYTES_OF_PIECE);
    for (int i = 0; i < count; i++) {
      pieces.add(new Piece(in.constant(TokenTemplate.Source.class), in.count(), in.count()));
    }
    return pieces;
  }
}
