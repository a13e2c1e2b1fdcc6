/** Students of embedding models: what the embed command does. */
@NullMarked
package org.distill4j.cli.embed;

import org.jspecify.annotations.NullMarked;
