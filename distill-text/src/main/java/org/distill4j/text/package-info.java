/** Text: folders of Hugging Face as models, whole or in part, which can be written again. */
@NullMarked
package org.distill4j.text;

import org.jspecify.annotations.NullMarked;
