"""What a page, a paper or an export shows: sentences, tables and figures made from results, ready to lay out."""
