FROM localhost/base-debian:bookworm
# steps lean-install: archives, lists, documentation and logs
RUN printf 'path-exclude=/usr/share/doc/*\npath-include=/usr/share/doc/*/copyright\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/info/*\npath-exclude=/usr/share/lintian/*\n' > /etc/dpkg/dpkg.cfg.d/01-lean \
 && apt-get update && apt-get install -y --no-install-recommends nodejs npm ca-certificates \
 && apt-get clean && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log
WORKDIR /usr/src/app
COPY ca.crt /usr/local/share/ca-certificates/build-ca.crt
ENV NODE_EXTRA_CA_CERTS=/usr/local/share/ca-certificates/build-ca.crt
COPY . .
# steps consolidate and lean-install: development packages and the cache go in the RUN that brings them
RUN npm ci && npm run build && npm prune --omit=dev && rm -rf /root/.npm
ENV NODE_ENV=production
EXPOSE 3000/tcp
VOLUME /usr/src/app/uploads
CMD ["npm", "start"]
