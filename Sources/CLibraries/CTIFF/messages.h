#ifndef CTIFF_MESSAGES_H
#define CTIFF_MESSAGES_H

/* What a file's handle begins with: libtiff's handlers get the handle and keep the text in it. */
struct ctiff_messages {
  char text[200];
  int damage;
};

/* Directs errors and warnings of libtiff to the handles of their files. */
void ctiff_keep_messages(void);

#endif
