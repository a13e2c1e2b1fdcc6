package org.distill4j.text;

import java.util.List;
import org.distill4j.model.Model;

/** The network of a folder, as config.json describes it. */
sealed interface Network extends Model permits Encoder, ImageEncoder {
  /** Which network it is. */
  EncoderFamily family();

  /** The width of the hidden states. */
  int width();

  /** The number of blocks. */
  int layers();

  /** What it gives. */
  EncoderHead head();

  /** This network with another head. */
  Network with(EncoderHead other);

  /**
   * The arrays of a file that it is made of, in the order of the model.
   *
   * @param prefix what stands before the network's names
   * @param oldNorms whether norms have a gamma and a beta, as in BERT's first files
   */
  List<WeightMapping> parts(String prefix, boolean oldNorms);
}
