# step chown (lines 3 and 4): owner and mode are set before the files reach the final image
FROM localhost/base-busybox:latest AS tree
COPY tree/ /srv/tree/
RUN chmod -R u+rwX,g-w,o-rwx /srv/tree

FROM localhost/base-busybox:latest
COPY --from=tree --chown=1000:1000 /srv/tree/ /srv/tree/
USER 1000
CMD ["/bin/sh"]
