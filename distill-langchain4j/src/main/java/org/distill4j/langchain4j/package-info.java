/** Student files in programs with LangChain4j. */
@NullMarked
package org.distill4j.langchain4j;

import org.jspecify.annotations.NullMarked;
